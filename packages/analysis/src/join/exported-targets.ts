/** What a module exports under a name: its own, its members, and what it hands on from others. */
import type { ExportSummary, Value } from '../summarise/summary.ts'
import { eachOf } from './each-of.ts'
import type { TargetSource } from './target-source.ts'
import type { Target } from './target.ts'

/** Who knows what values and members are. */
interface Lookup {
  of(file: string, value: Value): readonly Target[]
  member(target: Target, name: string): readonly Target[]
}

const none: readonly Target[] = []

/** The name `=` means `module.exports`. */
export function exportedTargets(
  source: TargetSource,
  lookup: Lookup,
  file: string,
  name: string,
  seen: Set<string> = new Set(),
): readonly Target[] {
  const key = `${file}\0${name}`
  const summary = source.summary(file)
  if (!summary || seen.has(key)) return none
  seen.add(key)
  const direct = namedTargets(summary.exports, lookup, file, name)
  if (direct.length > 0 && name !== '=') return direct
  const whole = name === '=' ? direct : namedTargets(summary.exports, lookup, file, '=')
  if (name === '=' || (name === 'default' && !summary.isModule)) {
    // `module.exports = load; module.exports.all = loadAll`: the function has members too
    const hasMembers = summary.exports.some((each) => each.name !== '=')
    return whole.length === 0 ? [{ t: 'module', file }] : hasMembers ? [...whole, { t: 'module', file }] : whole
  }
  const member = eachOf(whole, (each) => (each.t === 'module' && each.file === file ? none : lookup.member(each, name)))
  if (member.length > 0) return member
  for (const specifier of summary.stars) {
    const ref = source.resolve(file, specifier)
    const found = !ref || 'module' in ref ? none : exportedTargets(source, lookup, ref.file, name, seen)
    if (found.length > 0) return found
  }
  // What no file of the project exports may be a package's: `Object.assign(exports, require('fs'))`.
  return summary.stars.flatMap((specifier): readonly Target[] => {
    const ref = source.resolve(file, specifier)
    return ref && 'module' in ref ? [{ t: 'external', module: ref.module, path: name }] : none
  })
}

function namedTargets(exports: readonly ExportSummary[], lookup: Lookup, file: string, name: string): readonly Target[] {
  return eachOf(exports, (each) => (each.name === name ? lookup.of(file, each.value) : none))
}
