// A real OpenID provider for the tests: PKCE is required, and its people are given as JSON in PEOPLE:
// {"vera": {"email": "…", "email_verified": true, "name": "…"}}. Sign in there with the key and any password.
import { Provider } from "oidc-provider";

const port = Number(process.env.PORT);
const people = JSON.parse(process.env.PEOPLE);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "line-of-sight",
      client_secret: "only-for-tests",
      redirect_uris: [process.env.RETURN_ADDRESS],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only-for-tests"] },
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});

provider.listen(port, "127.0.0.1", () => console.log("ready"));
