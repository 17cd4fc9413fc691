// <form data-autosave="url"> posts the fields that changed, a moment after typing stops and at once on leaving a field.
// The server answers {"saved_at": "14:02", "version": 4}, or 409 {"message": "…", "url": "…"} when somebody else saved first.
const PAUSE = 1500;
const RETRIES = [5, 15, 30, 60];
const started = new WeakSet();

function changedValues(form, before) {
  const now = new Map();
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "expected_version" || value instanceof File) continue;
    now.set(name, [...(now.get(name) ?? []), value]);
  }
  for (const name of before.keys()) if (!now.has(name)) now.set(name, [""]);
  const changed = [...now].filter(([name, values]) => JSON.stringify(values) !== JSON.stringify(before.get(name)));
  return { now, changed: new Map(changed) };
}

function show(status, state, text, link) {
  if (!status) return;
  status.dataset.state = state;
  status.textContent = text;
  if (!link) return;
  const anchor = Object.assign(document.createElement("a"), { className: "govuk-link", href: link.url, textContent: link.label });
  status.append(" ", anchor);
}

function bodyOf(form, changed) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "expected_version"]) {
    const field = form.querySelector(`[name=${name}]`);
    if (field) body.append(name, field.value);
  }
  for (const [name, values] of changed) for (const value of values) body.append(name, value);
  body.append("autosave", [...changed.keys()].join(","));
  return body;
}

export function startAutosave(form) {
  if (started.has(form)) return;
  started.add(form);
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  let saved = changedValues(form, new Map()).now;
  let timer = null;
  let busy = false;
  let stopped = false;
  let failures = 0;

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  }

  function failed() {
    const wait = RETRIES[Math.min(failures++, RETRIES.length - 1)];
    show(status, "waiting", `Not saved yet: we cannot reach the server. What you typed is kept here. We will try again in ${wait} seconds.`);
    later(wait);
  }

  async function understood(response, now) {
    if (response.status === 409) {
      const reply = await response.json();
      stopped = true;
      return show(status, "conflict", reply.message, { url: reply.url || location.href, label: "See both and choose" });
    }
    if (response.status === 401 || response.status === 403 || response.redirected) {
      return show(status, "signed-out", "You have been signed out. What you typed is kept on this device.", { url: location.href, label: "Sign in to carry on" });
    }
    if (response.status === 400 || response.status === 422) {
      return show(status, "waiting", "Not saved: check what you typed. You will see what to change when you continue.");
    }
    if (!response.ok) return failed();
    const reply = await response.json();
    saved = now;
    failures = 0;
    const version = form.querySelector("[name=expected_version]");
    if (version && reply.version !== undefined) version.value = reply.version;
    show(status, "saved", `Saved ${reply.saved_at}${reply.by ? ` by ${reply.by}` : ""}`);
    const more = changedValues(form, saved).changed.size > 0;
    form.dispatchEvent(new CustomEvent("los:saved", { bubbles: true, detail: { more } }));
  }

  async function save() {
    clearTimeout(timer);
    if (busy || stopped) return;
    const { now, changed } = changedValues(form, saved);
    if (changed.size === 0) return;
    busy = true;
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: bodyOf(form, changed), headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" } });
      await understood(response, now);
    } catch (problem) {
      if (!(problem instanceof TypeError)) throw problem;
      failed();
    } finally {
      busy = false;
    }
    if (failures === 0 && changedValues(form, saved).changed.size > 0 && !stopped) later(PAUSE / 1000);
  }

  form.addEventListener("input", () => later(PAUSE / 1000));
  form.addEventListener("change", save);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  window.addEventListener("online", save);
}
