/** Which members of a target a computed name may mean. */
import type { ClassSummary, FileSummary, Value } from '../summarise/summary.ts'
import type { TargetSource } from './target-source.ts'
import type { Target } from './target.ts'

/** Who knows what values are. */
interface Lookup {
  of(file: string, value: Value): readonly Target[]
}

/**
 * Of tables all names, or those that fit what is known. Of classes only what something speaks for: a part of the name,
 * or a string that the project gives to the property that the name is read from.
 */
export function computedNames(
  lookup: Lookup,
  source: TargetSource,
  target: Target,
  { name, field }: Value & { k: 'item' },
): readonly string[] {
  const fits = name === undefined ? undefined : patternOf(name)
  if (target.t === 'class' || target.t === 'instance') {
    if (!fits && field === undefined) return []
    const names = memberNames(lookup, target)
    return fits ? [...names].filter((each) => fits.test(each)) : [...source.texts(field!)].filter((each) => names.has(each))
  }
  const names = tableNames(source, target)
  // A key that was computed, too, may be any.
  return fits ? names.filter((each) => each.startsWith('*') || fits.test(each)) : names
}

function tableNames(source: TargetSource, target: Target): readonly string[] {
  switch (target.t) {
    case 'object':
      return Object.keys(target.props)
    case 'owner': {
      const names = Object.keys(target.binding.props)
      return target.onPrototype ? names.flatMap((each) => (each.startsWith('#') ? [each.slice(1)] : [])) : names
    }
    case 'module':
      return [...new Set(source.summary(target.file)?.exports.map((each) => each.name))]
    default:
      return []
  }
}

function memberNames(lookup: Lookup, target: Target & { t: 'class' | 'instance' }): Set<string> {
  const names = new Set<string>()
  const seen = new Set<ClassSummary>()
  const visit = (file: string, cls: ClassSummary): void => {
    if (seen.has(cls)) return
    seen.add(cls)
    for (const each of Object.keys(target.t === 'class' ? cls.statics : cls.members)) names.add(each)
    for (const parent of cls.parents) for (const each of lookup.of(file, parent)) if (each.t === 'class') visit(each.file, each.cls)
  }
  visit(target.file, target.cls)
  return names
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 'u')
}

/** Strings by the properties that are given them, in all files; made when first asked for. */
export function textsByField(summaries: ReadonlyMap<string, FileSummary>): (field: string) => Iterable<string> {
  let known: Map<string, Set<string>> | undefined
  return (field) => {
    if (!known) {
      known = new Map()
      for (const { texts } of summaries.values()) {
        for (const each of texts) {
          const list = known.get(each.field)
          if (list) list.add(each.text)
          else known.set(each.field, new Set([each.text]))
        }
      }
    }
    return known.get(field) ?? []
  }
}
