import { createHash } from 'node:crypto';
import type { Built } from './build.ts';

export interface Options {
  readonly title: string;
  /** It asks the server that it came from. */
  readonly connects?: boolean;
}

/**
 * A whole document from what was built and the data to show. It needs nothing beside itself: the
 * policy in it allows this script and this style sheet and no other, and no network.
 */
export function documentOf(built: Built, data: object, options: Options): string {
  const script = built.script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const style = built.style.replaceAll('</style', '<\\/style');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    ...(options.connects ? ["connect-src 'self'"] : []),
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(options.title)}</title>
<style>${style}</style>
</head>
<body>
<div id="root"></div>
<noscript>This report needs JavaScript. lastref show TRACE tells the same as text.</noscript>
<script type="application/json" id="data">${inert(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string =>
  `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** JSON in which nothing can end the element that it stands in. */
const inert = (json: string): string => json.replaceAll('<', '\\u003c');

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
