import { describe, expect, it } from 'vitest';
import { html, type Markup, toText, verbatim } from './markup.js';

describe('html', () => {
  it('escapes what is put into text and attributes', () => {
    const name = `"><script>alert('&')</script>`;
    expect(toText(html`<a title="${name}">${name}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</a>',
    );
  });

  it('takes markup and lists of it as they are, numbers as text, and nothing for undefined', () => {
    const items = ['<', 'b'].map((text) => html`<li>${text}</li>`);
    expect(toText(html`<ul>${items}</ul>${1.5}${undefined}${verbatim('<br>')}`)).toBe(
      '<ul><li>&lt;</li><li>b</li></ul>1.5<br>',
    );
  });

  it('names characters that hide or turn text, and mends what is no Unicode', () => {
    expect(toText(html`${'a\u202eb\u0000c\u200bd\ne\u2028'}`)).toBe('a\\u{202e}b\\u{0}c\\u{200b}d\\u{a}e\\u{2028}');
    expect(toText(html`${'\ud800'}`)).toBe('\ufffd');
  });

  it('does not take what was decoded from a file for markup, whatever its fields are called', () => {
    const decoded = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>"}') as Markup;
    expect(() => toText(decoded)).toThrow(TypeError);
  });
});
