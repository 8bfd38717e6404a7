import { expect, test } from '@jest/globals';
import { summaryText } from '../../tools/toloka/summary-text.js';

test.each([
  ['', ''],
  ['# Title\n\n| a | b |\n', '# Title\n\n| a | b |'],
  ['<h3>Title</h3>\ntext<br>more', 'Title\ntext\nmore'],
  [
    '<table><tr><th>Id</th><th>Status</th></tr><tr><td>1</td><td>OPEN</td></tr></table>',
    'Id  Status\n1  OPEN',
  ],
  ['see <a href="https://example.com">21</a>', 'see 21 (https://example.com)'],
  ['&lt;b&gt; &#60;i&#62; &#x26;amp; &none; &#9999999;', '<b> <i> &amp; &none; &#9999999;'],
  ['\u001b[31m&#27;[31m&#x9b;', '[31m[31m'],
])('%j reads %j', (summary, text) => {
  expect(summaryText(summary)).toBe(text);
});
