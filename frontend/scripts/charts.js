// A chart is drawn on the server and complete without this. Here it becomes one stop of the Tab key: arrow keys go from mark to
// mark, and what the pointer shows over a mark stands in words under the chart. A tap on a mark shows them too.
const HELP = "Left and right arrow keys read the figures one by one.";
const SVG = "http://www.w3.org/2000/svg";

export function startCharts(scope) {
  for (const chart of scope.querySelectorAll("svg.chart:not([tabindex])")) {
    const marks = marksOf(chart);
    if (marks.length > 1) listen(chart, marks);
  }
}

function marksOf(chart) {
  return [...chart.querySelectorAll("title")].map((title) => title.parentElement);
}

// A chart that is not on show has no places yet, so its marks are put in order when they are first asked for.
function inOrder(chart, marks) {
  const across = (a, b) => centre(a).x - centre(b).x;
  const down = (a, b) => centre(a).y - centre(b).y;
  return [...marks].sort(chart.classList.contains("chart--grid") ? (a, b) => down(a, b) || across(a, b) : across);
}

function listen(chart, found) {
  let marks = null;
  let at = -1;
  const words = document.createElement("p");
  words.className = "los-chart-words";
  words.setAttribute("role", "status");
  words.hidden = true;
  const ring = document.createElementNS(SVG, "circle");
  ring.setAttribute("class", "los-chart-ring");
  const ready = () => (marks ??= inOrder(chart, found));

  function show(place) {
    at = Math.max(0, Math.min(ready().length - 1, place));
    const { x, y } = centre(marks[at]);
    for (const [name, value] of [["cx", x], ["cy", y], ["r", 9]]) ring.setAttribute(name, value);
    chart.append(ring);
    say(marks[at].querySelector("title").textContent);
  }

  function say(text) {
    words.hidden = false;
    words.textContent = text;
  }

  function leave() {
    ring.remove();
    words.hidden = true;
    at = -1;
  }

  chart.setAttribute("tabindex", "0");
  chart.after(words);
  chart.addEventListener("focus", () => at < 0 && say(HELP));
  chart.addEventListener("blur", leave);
  chart.addEventListener("keydown", (event) => {
    const last = ready().length - 1;
    const steps = {
      ArrowLeft: at < 0 ? last : at - 1,
      ArrowRight: at < 0 ? 0 : at + 1,
      Home: 0,
      End: last,
    };
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(steps[event.key]);
  });
  chart.addEventListener("click", (event) => {
    const place = ready().indexOf(event.target);
    if (place >= 0) show(place);
  });
}

function centre(mark) {
  const box = mark.getBBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
