/** What watching costs and how soon it tells: against servers that nobody watches, and against other ways to watch. */
import { meanOf, measureLoad } from './detector-load.ts'
import type { LoadCost } from './detector-load.ts'
import { inProcess } from './in-process.ts'
import type { Row } from './row.ts'

/** `none again` is a second server that nobody watches: how far its figure is from 1 is how far to trust the others. */
const peers = ['none', 'none again', 'monitorEventLoopDelay', 'blocked-at', 'async_hooks', 'sampling profiler'] as const
/** What each part may cost, against each peer. */
const targets = [
  ['none again', 'none', 1.02],
  ['watchdog', 'none', 1.02],
  ['watchdog', 'monitorEventLoopDelay', 1.02],
  ['watchdog', 'sampling profiler', 1],
  ['guard', 'none', 1.05],
  ['offloop', 'none', 1.05],
  ['offloop', 'blocked-at', 0.5],
  ['offloop', 'async_hooks', 1],
  ['offloop', 'sampling profiler', 1],
] as const
const named = {
  'none again': 'nothing (how far the figures can be trusted)',
  watchdog: 'the watchdog',
  guard: 'the guard',
  offloop: 'both',
} as const

/** Rows of the group `detector`. */
export async function detectorRows(): Promise<Row[]> {
  const costs = await measureLoad([...new Set([...Object.keys(named), ...peers])])
  const cost = (way: string): LoadCost => costs.get(way) ?? { requestUs: [], p99Ms: [], idlePercent: 0 }
  const cpu = targets.map(([way, peer, target]): Row => {
    const [ours, theirs] = [meanOf(cost(way).requestUs), meanOf(cost(peer).requestUs)]
    return {
      claim: `CPU per request with ten awaits that don't block, ${named[way]}, against ${peer === 'none' ? 'an unwatched server' : peer}`,
      ours,
      peer: theirs,
      unit: 'µs',
      ratio: ours / theirs,
      target: `<= ${target}`,
      holds: ours / theirs <= target,
    }
  })
  const [slowest, unwatchedSlowest] = [meanOf(cost('offloop').p99Ms), meanOf(cost('none').p99Ms)]
  const [idle, unwatched] = [cost('offloop').idlePercent, cost('none').idlePercent]
  return [
    ...cpu,
    {
      claim: 'slowest of a hundred batches of ten requests, both, against an unwatched server',
      ours: slowest,
      peer: unwatchedSlowest,
      unit: 'ms',
      ratio: slowest / unwatchedSlowest,
      target: '<= 1.05',
      holds: slowest / unwatchedSlowest <= 1.05,
    },
    {
      claim: 'CPU of an idle server, in percent of a core, against an unwatched one',
      ours: idle,
      peer: unwatched,
      unit: '%',
      ratio: idle / Math.max(unwatched, 0.01),
      target: '<= 1 %',
      holds: idle <= 1,
    },
    ...callRows(),
    delayRow(),
    debugRow(),
  ]
}

function callRows(): Row[] {
  const {
    bare = 1,
    unarmed = 0,
    allowed = 0,
    counted = 0,
    reported = 0,
  } = inProcess<Record<string, number>>('detector-calls-process', 'guardedCalls')
  const row = (claim: string, value: number, most: number): Row => ({
    claim: `existsSync, ${claim}, against the bare call`,
    ours: value,
    peer: bare,
    unit: 'ns',
    ratio: value / bare,
    target: `<= ${most} ns more`,
    holds: value - bare <= most,
  })
  return [
    row('guarded, before the server listens', unarmed, 100),
    row('guarded, in an allowed region', allowed, 150),
    row('guarded and counted', counted, 1500),
    row('guarded and reported with its stack', reported, 20_000),
  ]
}

function delayRow(): Row {
  const { ours = 0, blockedAtMs = 1 } = inProcess<Record<string, number>>('detector-calls-process', 'delays')
  const claim = 'from the end of a stall of 300 ms to its record with a stack, against blocked-at'
  return { claim, ours, peer: blockedAtMs, unit: 'ms', ratio: ours / blockedAtMs, target: '<= 50 ms', holds: ours <= 50 }
}

function debugRow(): Row {
  const { bare = 1, debug = 0 } = inProcess<Record<string, number>>('detector-calls-process', 'debugMode')
  const claim = 'an await of an async function in debug mode, against none (for development only)'
  return { claim, ours: debug, peer: bare, unit: 'ns', ratio: debug / bare, target: 'documented', holds: true }
}
