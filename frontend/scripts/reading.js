// How a page is read: filters stand open where there is room, and everything folded away opens for print.
export function openWideFilters() {
  if (!window.matchMedia("(min-width: 48em)").matches) return;
  for (const panel of document.querySelectorAll("details.los-filters[data-open-wide]")) panel.open = true;
}

export function printEverything() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

// A form sent from an address with a "#part" comes back with that part in focus: the list of problems comes first.
export function startAtProblems() {
  if (!location.hash) return;
  const summary = document.querySelector("[data-module=govuk-error-summary]:not([data-disable-auto-focus])");
  if (!summary) return;
  window.addEventListener("load", () => setTimeout(() => {
    summary.setAttribute("tabindex", "-1");
    summary.focus();
  }, 50));
}
