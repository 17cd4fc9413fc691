// Copies the published examples that have a counterpart of ours, for tests/foundation/ui/test_govuk_fixtures.py.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const CHOSEN = {
  "back-link": ["default"],
  breadcrumbs: ["with collapse on mobile"],
  button: ["default", "secondary", "warning", "link"],
  "character-count": ["default", "with hint", "with hint and error"],
  checkboxes: ["with hints on items", "with error message"],
  "date-input": ["default", "with values", "with error message and hint"],
  details: ["default", "expanded"],
  "error-summary": ["default", "mixed with and without links"],
  input: ["default", "with hint text", "with error message", "with error and hint"],
  "inset-text": ["default"],
  pagination: ["default", "with many pages", "first page", "last page"],
  panel: ["default"],
  "password-input": ["default", "with hint text", "with error message"],
  radios: ["inline", "with fieldset and error message"],
  select: ["default", "with hint text and error message"],
  "summary-list": ["default", "as a summary card with a text header"],
  tabs: ["tabs-with-anchor-in-panel"],
  "task-list": ["default", "with hint text and additional states"],
  textarea: ["default", "with hint", "with error message", "with default value"],
  "warning-text": ["default"],
};
const here = path.dirname(fileURLToPath(import.meta.url));
const published = [];
for (const [component, names] of Object.entries(CHOSEN)) {
  const file = path.join(here, "node_modules/govuk-frontend/dist/govuk/components", component, "fixtures.json");
  const all = JSON.parse(readFileSync(file, "utf8")).fixtures;
  for (const name of names) {
    const fixture = all.find((one) => one.name === name);
    if (!fixture) console.log("not published:", component, name);
    else published.push({ component, name, options: fixture.options, html: fixture.html });
  }
}
writeFileSync(path.join(here, "../tests/foundation/ui/govuk_fixtures.json"), `${JSON.stringify(published, null, 1)}\n`);
