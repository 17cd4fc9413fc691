// Runs as soon as the body opens, so that a page made for script never flashes its other look.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
