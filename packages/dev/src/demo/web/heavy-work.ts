/** Heavy work as people write it: ordinary exported sync functions, each of some hundred milliseconds. */
import { pbkdf2Sync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

/** Derives a key as a sign-in does. */
export function hashPassword(): string {
  return pbkdf2Sync('correct horse battery staple', 'salt', 600_000, 32, 'sha256').toString('hex')
}

/** Computes, without a call that a catalogue of blocking functions could name. */
export function countPrimes(): string {
  let primes = 0
  for (let candidate = 2; candidate < 1_000_000; candidate++) {
    let divisor = 2
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor++
    if (divisor * divisor > candidate) primes++
  }
  return `${primes} primes`
}

interface Order {
  readonly customer: string
  readonly total: number
}

const orders = JSON.stringify(
  Array.from({ length: 100_000 }, (_, id) => ({
    id,
    customer: `customer ${id % 997}`,
    total: (id * 7) % 1000,
    lines: [{ quantity: id % 5 }],
  })),
)

/** Reads megabytes of JSON and adds up one field. */
export function totalOrders(): string {
  const totals: Record<string, number> = {}
  for (const { customer, total } of JSON.parse(orders) as Order[]) totals[customer] = (totals[customer] ?? 0) + total
  return JSON.stringify(totals)
}

/** Writes a table row by row. */
export function exportOrders(): string {
  const file = openSync(join(process.env['DEMO_FOLDER'] ?? tmpdir(), `orders-${process.pid}-${threadId}.csv`), 'w')
  for (let row = 0; row < 60_000; row++) writeSync(file, `${row},customer ${row % 997},${(row * 7) % 1000}\n`)
  fsyncSync(file)
  closeSync(file)
  return 'exported'
}
