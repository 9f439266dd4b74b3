/** Which fixtures of sync-to-async show which hard case, and which construct. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCase } from '../case-page.ts'
import { fixtureCases } from '../fixture-cases.ts'
import { readTree } from '../tree.ts'
import { constructs } from './constructs.ts'
import type { Construct } from './constructs.ts'
import { hardCases } from './rows.ts'
import type { HardCase } from './rows.ts'

interface Fixture {
  readonly name: string
  /** From its name, and from `covers:`. */
  readonly covers: readonly string[]
  readonly input: readonly string[]
  /** The page and the changed files: reasons are printed, or stand in markers. */
  readonly shown: string
}

/** A hard case with the fixtures that cover it. */
export interface LedgerRow extends HardCase {
  readonly fixtures: readonly string[]
  /** Reason codes of its outcome that none of them shows. */
  readonly notShown: readonly string[]
}

/** The ledger: hard cases, constructs, and names of rows that fixtures give and nobody knows. */
export interface Ledger {
  readonly rows: readonly LedgerRow[]
  readonly constructs: readonly (Construct & { readonly fixtures: readonly string[] })[]
  readonly unknown: readonly string[]
}

/** Reads all fixtures of sync-to-async. */
export function ledger(): Ledger {
  const fixtures = fixtureCases('sync-to-async/').map(({ name, folder }) => fixtureAt(name, folder))
  const known = new Set(hardCases.map(({ id }) => id))
  return {
    rows: hardCases.map((each) => rowOf(each, fixtures)),
    constructs: constructs.map((each) => ({
      ...each,
      fixtures: fixtures.filter(({ input }) => input.some((text) => each.pattern.test(text))).map(({ name }) => name),
    })),
    unknown: fixtures.flatMap(({ name, covers }) => covers.filter((id) => !known.has(id)).map((id) => `${name}: ${id}`)),
  }
}

function fixtureAt(name: string, folder: string): Fixture {
  const page = readFileSync(join(folder, 'case.md'), 'utf8')
  const own = /\/h(\d{3})-/u.exec(name)?.[1]
  return {
    name: name.slice(name.indexOf('/') + 1),
    covers: [...(own === undefined ? [] : [`H${own.replace(/^0/u, '')}`]), ...readCase(page).covers],
    input: [...readTree(join(folder, 'input')).values()].map(String),
    shown: [page, ...[...readTree(join(folder, 'output')).values()].map(String)].join('\n'),
  }
}

function rowOf(each: HardCase, fixtures: readonly Fixture[]): LedgerRow {
  const own = fixtures.filter(({ covers }) => covers.includes(each.id))
  const codes = [...each.outcome.matchAll(/\[([a-z-]+)\]/gu)].map(([, code = '']) => code)
  return {
    ...each,
    fixtures: own.map(({ name }) => name),
    notShown: codes.filter((code) => !own.some(({ shown }) => shown.includes(`[${code}]`))),
  }
}
