// Run in the page: what is marked on a PDF that is shown.

/** What a person reads below the marks, from the layer of text that lies over the page. */
export const MARKED_WORDS = `[...document.querySelectorAll('.pdf-mark')].map((mark) => {
  const box = mark.getBoundingClientRect();
  const spans = [...document.querySelectorAll('.pdf-text span')].filter((span) => {
    const own = span.getBoundingClientRect();
    const [across, down] = [Math.min(own.right, box.right) - Math.max(own.left, box.left), Math.min(own.bottom, box.bottom) - Math.max(own.top, box.top)];
    return across > Math.min(2, own.width / 2) && down > own.height / 2;
  });
  return spans.map((span) => span.textContent).join('');
}).join(' ')`;
/** The first of them. */
export const IS_MARK_IN_SIGHT = `(() => {
  const [mark, sight] = ['.pdf-mark', '.pdf-scroller'].map((one) => document.querySelector(one).getBoundingClientRect());
  return mark.top >= sight.top && mark.bottom <= sight.bottom;
})()`;
