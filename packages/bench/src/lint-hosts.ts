/** What our rules add to a lint with types, to one without, and to oxlint. */
import { root } from '@offloop/dev/root'
import { runOxlint } from './lint-oxlint.ts'
import { added, inTurn, measured, middle } from './lint-runs.ts'
import { rounds } from './quick.ts'
import type { Row } from './row.ts'

const ours = 'all own rules of recommended, without a cache, added to'

/** Rows about time that is added; all processes lint this repository's own packages. */
export async function hostRows(): Promise<Row[]> {
  const untyped = await inTurn(rounds(3), {
    bare: () => measured('untyped', root),
    noSync: () => measured('untyped + no-sync', root),
    offloop: () => measured('untyped + offloop', root),
    oxlint: () => runOxlint(false),
    oxlintOffloop: () => runOxlint(true),
  })
  const typed = await inTurn(rounds(3), {
    bare: () => measured('typed', root),
    offloop: () => measured('typed + offloop', root),
  })
  const typedMs = middle(typed.bare)
  const inUntyped = added(untyped.bare, untyped.offloop)
  const inOxlint = added(untyped.oxlint, untyped.oxlintOffloop)
  return [
    timeRow(
      `${ours} a typed lint; peer: that lint, with no-floating-promises and no-misused-promises`,
      added(typed.bare, typed.offloop),
      typedMs,
      0.1,
    ),
    timeRow(`${ours} an untyped lint; peer: the typed lint`, inUntyped, typedMs, 0.1),
    timeRow(`${ours} an untyped lint; peer: n/no-sync added to it`, inUntyped, added(untyped.bare, untyped.noSync)),
    timeRow(`${ours} oxlint, as a JS plugin; peer: added to an untyped ESLint run`, inOxlint, inUntyped),
    timeRow('oxlint with them, the whole run; peer: the whole untyped ESLint run', middle(untyped.oxlintOffloop), middle(untyped.offloop)),
  ]
}

function timeRow(claim: string, mine: number, peer: number, most?: number): Row {
  const ratio = mine / peer
  const target = most === undefined ? 'documented' : `<= ${most}`
  return { claim, ours: mine, peer, unit: 'ms', ratio, target, holds: most === undefined || ratio <= most }
}
