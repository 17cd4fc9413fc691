// Warns before the session ends. Data on the dialog: minutes until the end, minutes until the warning, the address that
// keeps the session. Other tabs count: the last sign of life is shared through localStorage.
const SEEN = "los:last-seen";
const TYPING_KEEPS_EVERY = 5 * 60 * 1000;

function lastSeen() {
  return Number(localStorage.getItem(SEEN)) || Date.now();
}

function seen() {
  localStorage.setItem(SEEN, String(Date.now()));
}

export function startIdleWarning() {
  const dialog = document.querySelector("dialog[data-session-minutes]");
  if (!dialog || typeof dialog.showModal !== "function") return;
  const end = Number(dialog.dataset.sessionMinutes) * 60000;
  const warn = Number(dialog.dataset.warnMinutes) * 60000;
  const stay = dialog.querySelector("[data-stay]");
  let typedAt = 0;

  async function keep() {
    const response = await fetch(dialog.dataset.keepUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok || response.redirected) return location.reload();
    seen();
    if (dialog.open) dialog.close();
  }

  function look() {
    const quiet = Date.now() - lastSeen();
    if (quiet >= end) return location.reload();
    if (quiet >= warn && !dialog.open) dialog.showModal();
    if (quiet < warn && dialog.open) dialog.close();
  }

  // Nobody is signed out while they type: a long answer keeps the session alive by itself.
  document.addEventListener("input", () => {
    if (Date.now() - typedAt < TYPING_KEEPS_EVERY || Date.now() - lastSeen() < TYPING_KEEPS_EVERY) return;
    typedAt = Date.now();
    keep().catch(() => {});
  });
  stay?.addEventListener("click", (event) => { event.preventDefault(); keep().catch(() => location.assign(stay.href)); });
  seen();
  setInterval(look, 10000);
}
