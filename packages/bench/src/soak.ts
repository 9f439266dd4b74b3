/** `npm run soak`: ten minutes of calls, aborts, timeouts and dying threads at random, or with `--of requests` of requests to views. Exit code 1 when one got lost or memory grew. */
import { parseArgs } from 'node:util'
import { shutdown } from '@offloop/runtime'
import pc from 'picocolors'
import { calls } from './soak/calls.ts'
import { requests } from './soak/requests.ts'
import { growth, soak, type Round, type SoakResult } from './soak/run.ts'

const { values } = parseArgs({
  options: {
    of: { type: 'string', default: 'calls' },
    minutes: { type: 'string', default: '10' },
    operations: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) {
  console.log('npm run soak -- [--of calls|requests] [--minutes 10] [--operations N] [--seed N]')
  process.exit(0)
}
const numberOf = (name: 'minutes' | 'operations' | 'seed'): number => {
  const number = Number(values[name])
  if (Number.isFinite(number) || values[name] === 'Infinity') return number
  console.error(`--${name} takes a number; this is "${values[name]}".`)
  process.exit(2)
}
function refuse(name: string): never {
  console.error(`--of takes ${Object.keys(loads).join(' or ')}; this is "${name}".`)
  process.exit(2)
}
/** More than this over the run is a leak, not noise. */
const mayGrow = { heapMb: 1.1, rssMb: 1.25 }

const seed = numberOf('seed')
console.log(`seed ${seed} (again with: npm run soak -- --of ${values.of} --seed ${seed})`)
const show = ({ operations, heapMb, rssMb, resources, ms }: Round): string =>
  `${(ms / 1000).toFixed(0)} s, ${operations.toLocaleString('en')} operations, heap ${heapMb.toFixed(1)} MB, rss ${rssMb.toFixed(0)} MB, ${resources} resources`
let shownAt = 0
const options = {
  seed,
  operations: numberOf('operations'),
  forMs: numberOf('minutes') * 60_000,
  onRound(round: Round) {
    if (round.ms - shownAt < 10_000) return
    shownAt = round.ms
    console.log(pc.dim(show(round)))
  },
}
const loads: Readonly<Record<string, () => Promise<SoakResult>>> = {
  calls: () => soak(calls, options),
  requests: async () => soak(await requests(), options),
}
const result = (await loads[values.of]?.()) ?? refuse(values.of)
await shutdown()
const [first, last] = [result.rounds[0], result.rounds.at(-1)]
if (first && last) console.log(`first round: ${show(first)}\nlast round:  ${show(last)}`)
console.log(
  `${result.calls.toLocaleString('en')} calls of threads, each ended once: ${[...result.kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
)
const problems = [...result.wrong.slice(0, 20)]
if (result.rounds.length >= 20) {
  for (const of of ['heapMb', 'rssMb'] as const) {
    const ratio = growth(result.rounds, of)
    console.log(`${of === 'heapMb' ? 'heap' : 'rss'} has grown to ${ratio.toFixed(2)} times what it was`)
    if (ratio > mayGrow[of]) problems.push(`more than ${mayGrow[of]} times: a leak`)
  }
}
for (const problem of problems) console.error(pc.red(problem))
console.log(problems.length === 0 ? pc.green('all well') : pc.red(`${result.wrong.length} wrong`))
process.exitCode = problems.length === 0 ? 0 : 1
