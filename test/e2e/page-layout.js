// What is wrong with a page's layout; evaluated inside the browser.
(() => {
  // Elements that make the page wider than the window; those in scrolling boxes may be as wide as they like.
  const tooWide = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .map((element) => `${element.tagName} ${element.getAttribute('class') ?? ''}`);
  };

  const shared = (a, b) => ({
    width: Math.min(a.right, b.right) - Math.max(a.left, b.left),
    height: Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  });

  // Pairs of labels in one drawing whose boxes overlap.
  const overlapping = () =>
    [...document.querySelectorAll('svg')].flatMap((svg) => {
      const labels = [...svg.querySelectorAll('text')].map((text) => ({
        words: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      return labels.flatMap((a, index) =>
        labels
          .slice(index + 1)
          .filter((b) => {
            const { width, height } = shared(a.box, b.box);
            return width > 0.5 && height > 0.5;
          })
          .map((b) => `"${a.words}" overlaps "${b.words}"`),
      );
    });

  // Labels of charts that reach beyond their drawing, where they would be cut.
  const cut = () =>
    [...document.querySelectorAll('svg.chart text')]
      .filter((text) => {
        const frame = text.closest('svg').getBoundingClientRect();
        const box = text.getBoundingClientRect();
        return (
          box.left < frame.left - 0.5 ||
          box.right > frame.right + 0.5 ||
          box.bottom > frame.bottom + 1
        );
      })
      .map((text) => text.textContent);

  return { tooWide: tooWide(), overlapping: overlapping(), cut: cut() };
})();
