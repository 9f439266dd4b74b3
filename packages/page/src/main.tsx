/** Draws the page of a blocking report from the figures that stand in it. */
import type { ReportData } from '@offloop/codemods'
import { render } from 'preact'
import { Page } from './page.tsx'

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as ReportData
const root = document.getElementById('page')
if (root) {
  root.textContent = ''
  render(<Page data={data} />, root)
}
