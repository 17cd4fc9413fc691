// What is typed into a form that has not been saved yet is kept in this tab, so that a lost session, a lost line or a closed
// lid loses nothing. It is forgotten once the server has taken the form, on signing out, and when the tab closes.
const PREFIX = "los:typed:";
const NEVER = ["password", "hidden", "file", "submit", "button"];

function formKey(form) {
  return `${PREFIX}${location.pathname}${location.search}#${form.id || form.getAttribute("action") || "form"}`;
}

function read(key) {
  return JSON.parse(sessionStorage.getItem(key) ?? "null");
}

function write(key, kept) {
  sessionStorage.setItem(key, JSON.stringify(kept));
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

// Each field with the name under which it is kept, so that a form that has grown a row since still gets its text back.
function fieldsOf(form) {
  const counts = {};
  return [...form.elements]
    .filter((field) => field.name && !NEVER.includes(field.type) && field.autocomplete !== "one-time-code")
    .map((field) => {
      const name = isTicked(field) ? `${field.name}=${field.value}` : field.name;
      counts[name] = (counts[name] ?? 0) + 1;
      return [`${name}#${counts[name]}`, field];
    });
}

function valuesOf(form) {
  return Object.fromEntries(fieldsOf(form).map(([name, field]) => [name, isTicked(field) ? field.checked : field.value]));
}

// Puts back what differs from the page as it came; true when anything did.
function putBack(form, values) {
  const differing = fieldsOf(form).filter(([name, field]) => name in values && values[name] !== (isTicked(field) ? field.checked : field.value));
  for (const [name, field] of differing) {
    if (isTicked(field)) field.checked = values[name];
    else field.value = values[name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return differing.length > 0;
}

function announce(form) {
  const note = document.createElement("div");
  note.className = "los-kept";
  note.setAttribute("role", "status");
  const text = Object.assign(document.createElement("p"), { className: "govuk-body", textContent: "We kept what you typed here before. Check it, then save it." });
  note.append(text);
  form.prepend(note);
}

// What this page says of the forms that were sent just before it came: "refused" on a page that signs in or names a fault,
// "undecided" where two people's texts are shown, "taken" on any other page that a page of ours led to, else "unknown".
function outcome() {
  const { signedIn, refused } = document.body.dataset;
  if (signedIn === "no" || refused) return "refused";
  if (document.querySelector(".los-conflict")) return "undecided";
  const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  return wentBack || !document.referrer.startsWith(location.origin) ? "unknown" : "taken";
}

function settleSent() {
  const result = outcome();
  const here = `${PREFIX}${location.pathname}${location.search}#`;
  const hasErrors = document.querySelector(".govuk-error-summary, .govuk-error-message") !== null;
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const kept = read(key);
    if (!kept.sent) continue;
    const isBack = key.startsWith(here) && (hasErrors || result === "unknown");
    if (result === "refused" || isBack) write(key, { ...kept, sent: false });
    else if (result === "taken") sessionStorage.removeItem(key);
  }
}

function watch(form) {
  const key = formKey(form);
  const kept = read(key);
  if (kept && !kept.sent && putBack(form, kept.values)) announce(form);
  let isLeaving = false;
  let isSent = false;
  const keep = (sent) => {
    isSent = sent;
    write(key, { values: valuesOf(form), sent });
  };
  window.addEventListener("beforeunload", () => { isLeaving = true; });
  window.addEventListener("pageshow", (event) => {
    isLeaving = false;
    if (event.persisted && read(key)) keep(false);
  });
  form.addEventListener("input", () => {
    isLeaving = false;
    keep(false);
  });
  form.addEventListener("submit", () => keep(true));
  // The next page may have been read before this was saved, and what was typed since is not saved at all.
  form.addEventListener("los:saved", (event) => (isLeaving || event.detail.more ? keep(isSent) : sessionStorage.removeItem(key)));
}

export function keepTypedText() {
  if (!window.sessionStorage) return;
  settleSent();
  for (const form of document.querySelectorAll('form[method="post" i]:not([data-forget])')) watch(form);
  for (const form of document.querySelectorAll("form[data-sign-out]")) form.addEventListener("submit", () => sessionStorage.clear());
}
