/** What a value of a summary is in the whole project: functions, classes, instances, exports of packages. */
import type { Binding, ClassSummary, Value } from '../summarise/summary.ts'
import { fromCollection, fromPackage } from './collections.ts'
import { computedNames } from './computed-names.ts'
import { eachOf } from './each-of.ts'
import { unique } from './target.ts'
import { exportedTargets } from './exported-targets.ts'
import { joinPath, prototypesOf } from './prototypes.ts'
import { withArguments } from './with-arguments.ts'
import type { PlacedArguments } from './with-arguments.ts'
import type { FunctionNode, Target } from './target.ts'
import type { TargetSource } from './target-source.ts'
import { ValueMemo } from './value-memo.ts'

/** Enough for tables of commands and the methods of large classes; more is a sign that the index follows too much. */
const maxTargets = 96
const maxDepth = 24
const maxFollowed = 4
const none: readonly Target[] = []

/** Follows values through bindings, imports, members and calls. Results are kept until `forget`. */
export class Targets {
  readonly #source: TargetSource
  readonly #memo = new ValueMemo()
  /** What is being found, from the outermost in: never more than `maxDepth`, for which a list is faster than a set. */
  readonly #open: Value[] = []
  readonly #entered = new Set<FunctionNode>()

  constructor(source: TargetSource) {
    this.#source = source
  }

  forget(): void {
    this.#memo.clear()
  }

  of(file: string, value: Value): readonly Target[] {
    if (value.k === 'unknown') return none
    const kept = this.#memo.get(file, value)
    if (kept) return kept
    if (this.#open.length > maxDepth || this.#open.includes(value)) return none
    this.#open.push(value)
    let found = this.#find(file, value)
    if (found.length > 1) found = unique(found).slice(0, maxTargets)
    this.#open.pop()
    // a result that was found inside a cycle may be partial: only the outermost is kept
    if (this.#open.length === 0 || found.length > 0) this.#memo.set(file, value, found)
    return found
  }

  /** What a module exports under a name; `=` is `module.exports`. */
  exported(file: string, name: string): readonly Target[] {
    return exportedTargets(this.#source, this, file, name)
  }

  /** What `target.name` is. */
  member(target: Target, name: string): readonly Target[] {
    switch (target.t) {
      case 'external':
        return [{ t: 'external', module: target.module, path: joinPath(target.path, name) }]
      case 'global':
        return [{ t: 'global', path: target.path === 'globalThis' ? name : `${target.path}.${name}` }]
      case 'module':
        return this.exported(target.file, name)
      case 'object':
        return Object.hasOwn(target.props, name) ? this.of(target.file, target.props[name]!) : none
      case 'owner': {
        const key = target.onPrototype ? `#${name}` : name
        return Object.hasOwn(target.binding.props, key) ? this.#all(target.file, target.binding.props[key]!) : none
      }
      case 'class':
        return this.#inherited(target, (each) => (Object.hasOwn(each.statics, name) ? each.statics[name] : undefined))
      case 'instance':
        return this.#instanceMember(target, name)
      case 'fn':
        return name === 'call' || name === 'apply' || name === 'bind' ? [target] : none
      case 'list':
        return none
    }
  }

  /** What calling `target` gives; with `call`, parameters that it gives back are that call's arguments and no other's. */
  result(target: Target, call?: PlacedArguments): readonly Target[] {
    if (target.t === 'fn') return this.#returned(target.node, call)
    if (target.t !== 'external') return none
    const { module, path } = target
    const made: Target = { t: 'external', module, path: `${path || 'default'}()` }
    return call ? [...fromPackage(this, path, module, call), made] : [made]
  }

  #returned(node: FunctionNode, call: PlacedArguments | undefined): readonly Target[] {
    const { returns, index } = node.summary
    // Arguments are followed through a few functions, and not around a recursion.
    const isFollowed = call !== undefined && !this.#entered.has(node) && this.#entered.size < maxFollowed
    if (!isFollowed) return this.#all(node.file, returns)
    this.#entered.add(node)
    const { bindings } = this.#source.summary(node.file)!
    const found = eachOf(returns, (each) => this.of(node.file, withArguments(each, index, bindings, call)))
    this.#entered.delete(node)
    return found
  }

  #find(file: string, value: Value): readonly Target[] {
    switch (value.k) {
      case 'fn':
        return [{ t: 'fn', node: this.#source.fn(file, value.fn) }]
      case 'class':
        return [{ t: 'class', file, cls: this.#source.summary(file)!.classes[value.cls]! }]
      case 'binding':
        return this.#binding(file, this.#source.summary(file)!.bindings[value.id]!)
      case 'import':
        return this.#import(file, value.specifier, value.name)
      case 'member':
        if (value.name === 'bind' || value.name === 'prototype') return this.of(file, value.of)
        return eachOf(this.of(file, value.of), (each) => this.member(each, value.name))
      case 'call': {
        const of = value.of
        if (of.k === 'member' && of.name === 'bind') return this.of(file, of.of)
        const held = fromCollection(this, file, value)
        if (held.length > 0) return held
        return eachOf(this.of(file, of), (each) => this.result(each, { file, args: value.args }))
      }
      case 'new':
        return this.#constructed(file, value.of)
      case 'placed':
        return this.of(value.file, value.value)
      case 'instance':
        return eachOf(this.of(file, value.of), (each): readonly Target[] => {
          if (each.t === 'class') return [{ t: 'instance', file: each.file, cls: each.cls }]
          if (each.t === 'external') return [{ t: 'external', module: each.module, path: `${each.path || 'default'}#` }]
          return each.t === 'object' || each.t === 'instance' || each.t === 'list' ? [each] : none
        })
      case 'object':
        return [{ t: 'object', file, props: value.props }]
      case 'array':
        return [{ t: 'list', file, items: value.items }]
      case 'item':
        return eachOf(this.of(file, value.of), (each) =>
          each.t === 'list'
            ? this.#all(each.file, each.items)
            : eachOf(computedNames(this, this.#source, each, value), (name) => this.member(each, name)),
        )
      case 'this': {
        const cls = this.#source.summary(file)!.classes[value.cls]!
        return [value.isStatic ? { t: 'class', file, cls } : { t: 'instance', file, cls }]
      }
      case 'super': {
        const cls = this.#source.summary(file)!.classes[value.cls]!
        const parents = this.#all(file, cls.parents)
        return value.isStatic
          ? parents
          : parents.map((each) => (each.t === 'class' ? { t: 'instance', file: each.file, cls: each.cls } : each))
      }
      case 'owner':
        return this.#owner(file, this.#source.summary(file)!.bindings[value.id]!, value.onPrototype)
      case 'param':
        return eachOf(this.#source.argumentsFor(this.#source.fn(file, value.fn), value.index), (each) => this.of(each.file, each.value))
      case 'either':
        return this.#all(file, value.values)
      case 'exports':
        return this.exported(file, '=')
      case 'global':
        return [{ t: 'global', path: value.name }]
      case 'unknown':
        return none
    }
  }

  #binding(file: string, binding: Binding): readonly Target[] {
    const held = this.#all(file, binding.values)
    return Object.keys(binding.props).length > 0 ? [...held, { t: 'owner', file, binding, onPrototype: false }] : held
  }

  #owner(file: string, binding: Binding, onPrototype: boolean): readonly Target[] {
    const self: Target = { t: 'owner', file, binding, onPrototype }
    return onPrototype ? [self] : [self, ...this.#all(file, binding.values)]
  }

  #constructed(file: string, of: Value): readonly Target[] {
    const own: Target[] =
      of.k === 'binding' && Object.keys(this.#source.summary(file)!.bindings[of.id]!.props).some((each) => each.startsWith('#'))
        ? [{ t: 'owner', file, binding: this.#source.summary(file)!.bindings[of.id]!, onPrototype: true }]
        : []
    const made = eachOf(this.of(file, of), (each): readonly Target[] => {
      if (each.t === 'class') return [{ t: 'instance', file: each.file, cls: each.cls }]
      if (each.t === 'external') return [{ t: 'external', module: each.module, path: `${each.path || 'default'}#` }]
      if (each.t === 'fn') return prototypesOf(each.node, this.#source.summary(each.node.file))
      return none
    })
    return own.length > 0 ? [...own, ...made] : made
  }

  #import(file: string, specifier: string, name: string): readonly Target[] {
    if (specifier.includes('*')) {
      return this.#source
        .matching(file, specifier)
        .flatMap((each): readonly Target[] => (name === '*' ? [{ t: 'module', file: each }] : this.exported(each, name)))
    }
    const ref = this.#source.resolve(file, specifier)
    if (!ref) return none
    if ('file' in ref) return name === '*' ? [{ t: 'module', file: ref.file }] : this.exported(ref.file, name)
    const isBuiltin = ref.module.startsWith('node:')
    return [{ t: 'external', module: ref.module, path: name === '*' || name === '=' || (isBuiltin && name === 'default') ? '' : name }]
  }

  /** Looks a member up in a class, then in its parents. */
  #inherited(
    target: { readonly file: string; readonly cls: ClassSummary },
    pick: (cls: ClassSummary, file: string) => readonly Value[] | undefined,
    seen: Set<ClassSummary> = new Set(),
  ): readonly Target[] {
    if (seen.has(target.cls)) return none
    seen.add(target.cls)
    const own = pick(target.cls, target.file)
    const found = own ? this.#all(target.file, own) : none
    if (found.length > 0) return found
    return eachOf(target.cls.parents, (parent) =>
      eachOf(this.of(target.file, parent), (each) => (each.t === 'class' ? this.#inherited(each, pick, seen) : none)),
    )
  }

  /** The member itself and its overrides: a call through a base class or an interface may land in any of them. */
  #instanceMember(target: { readonly file: string; readonly cls: ClassSummary }, name: string): readonly Target[] {
    const pick = (cls: ClassSummary, file: string): readonly Value[] | undefined => {
      if (Object.hasOwn(cls.members, name)) return cls.members[name]
      return Object.hasOwn(cls.getters, name) ? this.#source.fn(file, cls.getters[name]!).summary.returns : undefined
    }
    const own = this.#inherited(target, pick)
    const overrides = eachOf(this.#source.heirs(target.cls), (heir) =>
      Object.hasOwn(heir.cls.members, name) ? this.#all(heir.file, heir.cls.members[name]!) : none,
    )
    return overrides.length > 0 ? [...own, ...overrides] : own
  }

  #all(file: string, values: readonly Value[]): readonly Target[] {
    return eachOf(values, (each) => this.of(file, each))
  }
}
