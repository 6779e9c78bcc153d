/** How long a page may take on a busy machine, in milliseconds. */
export const PATIENCE = 120_000;

/**
 * A script for a page, run before anything of it is loaded: it notes long tasks, slow answers and shifts in `seen`; `ready` is the time
 * at which all of some elements are in view.
 */
export const observer = (wanted: readonly string[]): string => `(() => {
  const wanted = ${JSON.stringify(wanted)};
  const seen = { longestTask: 0, slowestAnswer: 0, shift: 0 };
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
  window.ready = new Promise((resolve, reject) => {
    const changes = new MutationObserver(() => {
      if (!wanted.every((one) => document.querySelector(one) !== null)) return;
      changes.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    });
    changes.observe(document, { childList: true, subtree: true });
    setTimeout(() => reject(new Error(wanted.join(', ') + ' do not come: ' + document.body.innerText)), ${PATIENCE});
  });
})();`;
