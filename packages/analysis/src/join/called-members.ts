/** Methods that frameworks and the platform call of classes that extend or implement one of their types. */
import type { Handler } from '@offloop/catalog'
import type { ClassSummary } from '../summarise/summary.ts'
import type { HandlerSearch } from './handlers.ts'

/** Who calls methods of a class, and which; parents in the project are gone through to the package. */
export function calledMembers(
  file: string,
  cls: ClassSummary,
  { targets, catalog, versions }: HandlerSearch,
): { handler: Handler; names: readonly string[] }[] {
  const found: { handler: Handler; names: readonly string[] }[] = []
  const seen = new Set<ClassSummary>()
  const visit = (from: string, { parents }: ClassSummary): void => {
    for (const target of parents.flatMap((each) => targets.of(from, each))) {
      if (target.t === 'class' && !seen.has(target.cls)) {
        seen.add(target.cls)
        visit(target.file, target.cls)
      }
      if (target.t !== 'external') continue
      const type = target.path.replace(/^default\./u, '') || 'default'
      for (const handler of catalog.handlersOf(target.module, versions(target.module, from)))
        for (const { types, names } of handler.members ?? []) if (types.includes(type)) found.push({ handler, names })
    }
  }
  visit(file, cls)
  return found
}
