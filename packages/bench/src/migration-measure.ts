/** A process of the migration benchmark: plans, edits and checks a project, or type-checks it once; prints milliseconds and megabytes. */
import { migrate } from '@offloop/codemods'
import { createRequire } from 'node:module'

const [what = '', folder = ''] = process.argv.slice(2)
const began = performance.now()
let sites = 0
process.on('exit', () => console.log(JSON.stringify({ ms: performance.now() - began, mb: process.resourceUsage().maxRSS / 1024, sites })))
if (what === 'migrate') sites = migrate('sync-to-async', folder).plan.sites.filter((each) => each.verdict === 'migrated').length
else {
  // the compiler's own command line, of the version that the migration asks
  process.argv.splice(2, Number.POSITIVE_INFINITY, '--noEmit', '-p', folder)
  createRequire(import.meta.url)('typescript/lib/tsc.js')
}
