import { describe, expect, it } from 'vitest';
import type { Diagnostic } from './diagnostic.js';
import { render } from './render.js';

const fault = { rule: 'P2', code: 'profile.shift-amount', message: 'the amount may be 32 or more' };

function at(source: string, text: string, more: Partial<Diagnostic> = {}): string {
  const start = source.indexOf(text);
  return render({ ...fault, span: { start, end: start + text.length }, ...more }, source);
}

describe('render', () => {
  it('shows the place, the line, the span, the hint and the related place', () => {
    const source = 'const n = 40u;\nfn f() {\n  let y = x << n;\n}\n';
    const related = { span: { start: 6, end: 7 }, message: 'declared here' };
    expect(at(source, 'x << n', { hint: 'Write `x << (n & 31u)`.', related })).toBe(
      [
        'error[P2] 3:11: the amount may be 32 or more',
        '  |',
        '3 |   let y = x << n;',
        '  |           ^^^^^^',
        '  = Write `x << (n & 31u)`.',
        'note 1:7: declared here',
        '  |',
        '1 | const n = 40u;',
        '  |       ^',
      ].join('\n'),
    );
  });

  it('keeps the margin as wide as the number, and tabs as tabs', () => {
    const source = `${'\n'.repeat(99)}\t\tx`;
    expect(at(source, 'x')).toContain('\n    |\n100 | \t\tx\n    | \t\t^');
  });

  it('marks an empty span, and one behind the end', () => {
    expect(render({ ...fault, span: { start: 3, end: 3 } }, 'abc')).toContain('1 | abc\n  |    ^');
    expect(render({ ...fault, span: { start: 0, end: 0 } }, '')).toContain('1 | \n  | ^');
  });

  it('marks the first line of a span of many', () => {
    expect(at('ab {\n}\n', '{\n}')).toContain('1 | ab {\n  |    ^');
  });

  it('cuts long lines around the span', () => {
    const line = at(`${'a'.repeat(5_000)}x${'b'.repeat(5_000)}`, 'x').split('\n');
    expect(line[2]?.length).toBeLessThan(140);
    expect(line[2]?.[line[3]?.indexOf('^') ?? -1]).toBe('x');
    expect(line[2]).toMatch(/^1 \| …a+xb+…$/);
  });

  it('lets no character of the text steer the terminal', () => {
    const rendered = at('a\u001b[31m \u202e\ud800 b', 'b', { message: 'x\u0007\ny' });
    expect(rendered).toContain('a\ufffd[31m \ufffd\ufffd b');
    expect(rendered).toContain('x\ufffd\ufffdy');
  });
});
