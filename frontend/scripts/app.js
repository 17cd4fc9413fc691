import htmx from "htmx.org";
import { Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, createAll } from "govuk-frontend";
import { startAutosave } from "./autosave.js";
import { startCharts } from "./charts.js";
import { startIdleWarning } from "./idle.js";
import { keepTypedText } from "./keep.js";
import { openWideFilters, printEverything, startAtProblems } from "./reading.js";

const MODULES = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs];

function start(scope) {
  for (const Module of MODULES) createAll(Module, undefined, { scope });
  for (const form of scope.querySelectorAll("form[data-autosave]")) startAutosave(form);
  startCharts(scope);
}

function addCsrfToken(event) {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
}

window.htmx = htmx;
start(document);
keepTypedText();
startIdleWarning();
openWideFilters();
printEverything();
startAtProblems();
document.addEventListener("htmx:configRequest", addCsrfToken);
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt.parentElement ?? event.detail.elt));
