// Filters stand open where there is room, and everything folded away opens for print.
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
