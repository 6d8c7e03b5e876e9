/** Focus inside what stands before the page. */

const STOPS = "button, input, textarea, select, a[href], summary, [tabindex='0'], [contenteditable='true']";

/** The rest of the page is inert already; this keeps Tab from leaving `layer` for the browser's own bars. */
export function keepInside(layer, event) {
  const stops = [...layer.querySelectorAll(STOPS)].filter(
    (node) => node.tabIndex >= 0 && !node.disabled && node.offsetParent !== null,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving && layer.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
