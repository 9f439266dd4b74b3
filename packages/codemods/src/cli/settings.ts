/** What a run is asked to plan: from flags, or from a plan that was written before. */
import type { OpenOptions } from '@offloop/analysis'
import type { ListenerForm, PublicForm, Strategy } from '../define-codemod.ts'
import type { PlanSettings } from '../report/plan-file.ts'
import type { SettleOptions } from '../verify/settle.ts'
import { UsageError } from './exit.ts'
import { listOf } from './flags.ts'
import type { Flags } from './flags.ts'

/** The settings that flags ask for; `paths` are relative to the root. */
export function settingsOf(flags: Flags, paths: readonly string[]): PlanSettings {
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
    markers: flags.markers !== false,
    types: flags.types !== false,
    assumeClosed: flags.assumeClosed === true,
  }
}

const own = [
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
export function refuseBesidePlan(flags: Flags): void {
  const given = own.find((each) => flags[each] !== undefined)
  const flag =
    flags.markers === false
      ? 'no-markers'
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
  const { from, strategy, public: publicForm, listeners, wrapMain, api, tier, tsconfig } = settings
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
    markers: settings.markers,
    assumeClosed: settings.assumeClosed,
    checkTypes: settings.types,
  }
}
