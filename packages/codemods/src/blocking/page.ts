/** The report as one page that opens without a server: its program, its style and its figures are all in it. */
import { readFileSync } from 'node:fs'
import type { ReportData } from './report-data.ts'

/** HTML of the page. */
export function pageOf(data: ReportData): string {
  // Where an end of a script could stand in a text, nothing of HTML is left.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What blocked the event loop</title>
<link rel="icon" href="data:,">
<style>${builtFile('page-style.css')}</style>
</head>
<body>
<div id="page"><noscript>This page draws itself with JavaScript, which is turned off.</noscript></div>
<script type="application/json" id="data">${json}</script>
<script>${builtFile('page-program.js').replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`
}

/** Bundled from packages/page when this package is built. */
function builtFile(name: string): string {
  return readFileSync(new URL(`../../dist/blocking/${name}`, import.meta.url), 'utf8')
}
