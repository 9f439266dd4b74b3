/** What a run is asked to plan: from flags, or from a plan that was written before. */
import type { OpenOptions } from '@offloop/analysis'
import type { Codemod, ListenerForm, PublicForm, Strategy } from '../define-codemod.ts'
import type { OwnOptions } from '../file-codemod.ts'
import { migrationFlags } from '../migration-flags.ts'
import type { PlanSettings } from '../report/plan-file.ts'
import type { SettleOptions } from '../verify/settle.ts'
import { UsageError } from './exit.ts'
import { listOf, optionOf } from './flags.ts'
import type { Flags } from './flags.ts'

/** The settings that flags ask for; `paths` are relative to the root. */
export function settingsOf(codemod: Codemod, flags: Flags, paths: readonly string[]): PlanSettings {
  const own = ownOptions(codemod, flags)
  const api = listOf(flags.api)
  const tier = listOf(flags.tier)
  const include = listOf(flags.include)
  const exclude = listOf(flags.exclude)
  return {
    ...(paths.length > 0 ? { paths } : {}),
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    ...(flags.from ? { from: flags.from as 'handlers' | 'all' } : {}),
    ...(flags.strategy ? { strategy: flags.strategy as Strategy } : {}),
    ...(flags.listeners ? { listeners: flags.listeners as ListenerForm } : {}),
    ...(flags.wrapMain ? { wrapMain: true } : {}),
    ...(flags.public ? { public: flags.public as PublicForm } : {}),
    ...(api ? { api } : {}),
    ...(tier ? { tier } : {}),
    ...(flags.tsconfig ? { tsconfig: flags.tsconfig } : {}),
    ...(Object.keys(own).length > 0 ? { own } : {}),
    markers: flags.markers ?? codemod.scope === 'project',
    types: flags.types !== false,
    assumeClosed: flags.assumeClosed === true,
  }
}

/** Values of the flags that only this codemod has. */
function ownOptions(codemod: Codemod, flags: Flags): OwnOptions {
  const values = flags as Readonly<Record<string, string | boolean | undefined>>
  const names = (codemod.flags ?? []).filter((each) => !migrationFlags.includes(each)).map((each) => optionOf(each.flag))
  return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])))
}

const planned = [
  'from',
  'fromReport',
  'strategy',
  'public',
  'listeners',
  'wrapMain',
  'api',
  'tier',
  'include',
  'exclude',
  'tsconfig',
  'assumeClosed',
] as const

/** @throws UsageError where a flag would change what the plan of `--plan` says */
export function refuseBesidePlan(codemod: Codemod, flags: Flags): void {
  const given = planned.find((each) => flags[each] !== undefined) ?? Object.keys(ownOptions(codemod, flags))[0]
  const isFile = codemod.scope === 'file'
  const flag =
    flags.markers === isFile
      ? `${isFile ? '' : 'no-'}markers`
      : flags.types === false
        ? 'no-types'
        : given?.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
  if (flag !== undefined) throw new UsageError(`--plan says already what --${flag} would: use one of them`)
}

/** What to read. */
export function openOptions({ paths, include, exclude }: PlanSettings): OpenOptions {
  return { ...(paths ? { paths } : {}), ...(include ? { include } : {}), ...(exclude ? { exclude } : {}) }
}

/** What to plan. */
export function settleOptions(
  settings: PlanSettings,
  calls: ReadonlySet<string> | undefined,
  onProgress: NonNullable<SettleOptions['onProgress']>,
): SettleOptions {
  const { from, strategy, public: publicForm, listeners, wrapMain, api, tier, tsconfig, own } = settings
  return {
    onProgress,
    ...(calls ? { calls } : {}),
    ...(from ? { from } : {}),
    ...(strategy ? { strategy } : {}),
    ...(listeners ? { listeners } : {}),
    ...(wrapMain ? { wrapMain } : {}),
    ...(publicForm ? { public: publicForm } : {}),
    ...(api ? { api } : {}),
    ...(tier ? { tier } : {}),
    ...(tsconfig ? { tsconfig } : {}),
    ...(own ? { own } : {}),
    markers: settings.markers,
    assumeClosed: settings.assumeClosed,
    checkTypes: settings.types,
  }
}
