/**
 * What the page does where scripts run: it names the cell under the pointer, and opens what is folded before it is printed.
 * Everything that it tells stands in a table, too.
 */
export const script: string = `
'use strict';
const words = { wrong: 'wrong', races: 'races', inexact: 'not exact', withheld: 'withheld', undecided: 'undecided', right: 'right', undrawn: 'not drawn', partly: 'right, as far as they were checked' };
const range = (first, last) => (last > first ? first + ' to ' + last : String(first));

// Of the square at x, y.
function nameOf(grid, [kind, ...numbers], x, y) {
  if (kind === 'rows') {
    const [count, block, width] = numbers;
    const first = (y * width + x) * block;
    const last = Math.min(first + block, count) - 1;
    const axis = grid.findIndex((extent) => extent === count);
    const at = (i) => grid.map((_, j) => (j === axis ? i : 0)).join(',');
    return first === last ? 'Cell ' + at(first) : 'Cells ' + at(first) + ' to ' + at(last);
  }
  const [side, depth, width, height, perLine] = numbers;
  const slice = Math.floor(y / (height + 1)) * perLine + Math.floor(x / (width + 1));
  const corner = [(x % (width + 1)) * side, (y % (height + 1)) * side, slice * depth];
  const ends = [side, side, depth].map((extent, i) => Math.min(corner[i] + extent, grid[i]) - 1);
  if (side * depth === 1) return 'Cell ' + corner.join(',');
  return 'Cells ' + ends.map((end, i) => 'xyz'[i] + ' ' + range(corner[i], end)).join(', ');
}

for (const drawing of document.querySelectorAll('svg.cells')) {
  const told = drawing.nextElementSibling;
  const grid = drawing.dataset.grid.split(' ').map(Number);
  const layout = drawing.dataset.layout.split(' ').map((part, i) => (i === 0 ? part : Number(part)));
  told.hidden = false;
  told.textContent = '\\u00a0';
  drawing.addEventListener('pointermove', ({ target, clientX, clientY }) => {
    const mark = words[target.getAttribute('class')];
    if (mark === undefined) {
      told.textContent = '\\u00a0';
      return;
    }
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(drawing.getScreenCTM().inverse());
    told.textContent = nameOf(grid, layout, Math.floor(x), Math.floor(y)) + ': ' + mark;
  });
  drawing.addEventListener('pointerleave', () => {
    told.textContent = '\\u00a0';
  });
}

addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
});
`;
