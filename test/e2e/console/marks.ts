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

/** In the page, of words that people or documents have said: texts in English that no element says are English. */
export const ENGLISH_BITS = `(said) => {
  const ofPeople = '.question, .understood, .answer-text, .sources, .nearest ul, .conflict blockquote, .source, .row-name, .chips';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement: around, textContent } = walker.currentNode;
    const text = said.reduce((rest, one) => rest.replaceAll(one, ''), textContent);
    const isMeant = around.closest('[lang=en], script, style, ' + ofPeople) === null;
    if (isMeant && /\\b(?:the|of|is|are|and|with|no|not|by)\\b/i.test(text)) found.push(text);
  }
  return found;
}`;
