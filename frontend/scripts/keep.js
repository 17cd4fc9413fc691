// What is typed into a form that has not been saved yet is kept in this tab, so that a lost session or a closed lid loses
// nothing. It is forgotten once the server has taken the form, on signing out, and when the tab closes.
const PREFIX = "los:typed:";
const NEVER = ["password", "hidden", "file", "submit", "button"];

function formKey(form) {
  return `${PREFIX}${location.pathname}${location.search}#${form.id || form.getAttribute("action") || "form"}`;
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !NEVER.includes(field.type) && field.autocomplete !== "one-time-code");
}

function valuesOf(form) {
  return fieldsOf(form).map((field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value));
}

function put(form, values) {
  fieldsOf(form).forEach((field, index) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values[index];
    else field.value = values[index];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function announce(form) {
  const note = document.createElement("div");
  note.className = "los-kept";
  note.setAttribute("role", "status");
  const text = Object.assign(document.createElement("p"), { className: "govuk-body", textContent: "We kept what you typed here before. Check it, then save it." });
  note.append(text);
  form.prepend(note);
}

function forgetTaken(signedIn) {
  if (!signedIn) return;
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    if (JSON.parse(sessionStorage.getItem(key)).sent) sessionStorage.removeItem(key);
  }
}

function watch(form) {
  const key = formKey(form);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const first = valuesOf(form);
  if (kept && kept.values.length === first.length && JSON.stringify(kept.values) !== JSON.stringify(first)) {
    put(form, kept.values);
    announce(form);
  }
  const keep = (sent) => sessionStorage.setItem(key, JSON.stringify({ values: valuesOf(form), sent }));
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", () => keep(true));
  form.addEventListener("los:saved", () => sessionStorage.removeItem(key));
}

export function keepTypedText() {
  if (!window.sessionStorage) return;
  forgetTaken(document.body.dataset.signedIn !== "no");
  for (const form of document.querySelectorAll('form[method="post" i]:not([data-forget])')) watch(form);
  for (const form of document.querySelectorAll("form[data-sign-out]")) form.addEventListener("submit", () => sessionStorage.clear());
}
