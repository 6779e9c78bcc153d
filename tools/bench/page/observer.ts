/**
 * A script for a page, run before anything of it is loaded: it notes long tasks, slow answers and shifts in `seen`, and there when all
 * of some elements are in view.
 */
export const observer = (wanted: readonly string[]): string => `(() => {
  const wanted = ${JSON.stringify(wanted)};
  const seen = { longestTask: 0, slowestAnswer: 0, shift: 0, readyAt: 0 };
  Object.assign(window, { seen });
  const on = (type, take, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  on('longtask', ({ duration }) => {
    seen.longestTask = Math.max(seen.longestTask, duration);
  });
  on('event', ({ duration, interactionId }) => {
    if (interactionId) seen.slowestAnswer = Math.max(seen.slowestAnswer, duration);
  }, { durationThreshold: 16 });
  on('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value;
  });
  // Two frames: the elements are in the document, drawn, and whatever they began has had its turn.
  const note = () => {
    seen.readyAt ||= performance.now();
  };
  new MutationObserver(() => {
    if (seen.readyAt > 0 || !wanted.every((one) => document.querySelector(one) !== null)) return;
    requestAnimationFrame(() => requestAnimationFrame(note));
  }).observe(document, { childList: true, subtree: true });
})();`;
