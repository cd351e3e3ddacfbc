// The page reads whole without this script. With it: columns sort, a submission's marks stand out while its name is
// pointed at, a link into a closed list opens it, and printing opens all lists.
(() => {
  'use strict';

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.value ?? cell.textContent.trim();
    const number = text === '' ? NaN : Number(text);
    return Number.isNaN(number) ? text.toLowerCase() : number;
  };

  // Numbers before text, and nothing last whichever way the column runs.
  const compare = (a, b, direction) => {
    if ((a === '') !== (b === '')) return a === '' ? 1 : -1;
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a === b ? 0 : (a < b ? -1 : 1) * direction;
  };

  const sortBy = (table, header, column) => {
    const descending = header.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => compare(a.value, b.value, descending ? -1 : 1));
    body.append(...rows.map(({ row }) => row));
  };

  for (const table of document.querySelectorAll('table[data-sortable]')) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.title = 'Sort by this column';
      button.append(...header.childNodes);
      button.addEventListener('click', () => sortBy(table, header, column));
      header.append(button);
    });
  }

  const standOut = (series) => {
    document.documentElement.classList.toggle('has-focus', series !== undefined);
    for (const mark of document.querySelectorAll('[data-series]')) {
      mark.classList.toggle('focus', mark.dataset.series === series);
    }
  };
  for (const name of document.querySelectorAll('.name[data-series]')) {
    name.addEventListener('pointerenter', () => standOut(name.dataset.series));
    name.addEventListener('pointerleave', () => standOut(undefined));
  }

  const openTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target?.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  if (location.hash !== '') openTarget();

  addEventListener('beforeprint', () => {
    for (const list of document.querySelectorAll('details.trials')) list.open = true;
  });
})();
