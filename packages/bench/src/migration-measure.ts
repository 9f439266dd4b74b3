/** A process of the migration benchmark: plans, edits and checks a project, or type-checks it once; prints milliseconds and megabytes. */
import { openProject } from '@offloop/analysis'
import { migrate } from '@offloop/codemods'
import { Project } from 'ts-morph'

const [what = '', folder = ''] = process.argv.slice(2)
const began = performance.now()
let sites = 0
if (what === 'migrate') sites = migrate('sync-to-async', folder).plan.sites.filter((each) => each.verdict === 'migrated').length
else if (what === 'index') sites = openProject(folder).blockingCalls().length
else new Project({ tsConfigFilePath: `${folder}/tsconfig.json` }).getPreEmitDiagnostics()
console.log(JSON.stringify({ ms: performance.now() - began, mb: process.resourceUsage().maxRSS / 1024, sites }))
