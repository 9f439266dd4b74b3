/** Draws the page of `npm run demo:web`, and keeps it up to date. */
import { render } from 'preact'
import { App } from './app.tsx'
import type { PageData } from './messages.ts'

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData
const root = document.getElementById('page')
if (root) {
  root.textContent = ''
  render(<App data={data} />, root)
}
