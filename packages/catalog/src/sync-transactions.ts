/** Functions that run a transaction of a database and need a sync function for it. */

/** A method that takes the transaction's function as its first argument. */
export interface SyncTransaction {
  readonly module: string
  /** As in `BlockingApi`. */
  readonly name: string
  /** Where it says that the function must be sync. */
  readonly source: string
}

const betterSqlite3 = 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md#transactionfunction---function'
const drizzle = 'https://orm.drizzle.team/docs/transactions'

/** They commit when the function returns: an async one returns at its first await, and the rest runs outside of the transaction. */
export const syncTransactions: readonly SyncTransaction[] = [
  { module: 'better-sqlite3', name: 'default#transaction', source: betterSqlite3 },
  { module: 'better-sqlite3', name: 'Database#transaction', source: betterSqlite3 },
  { module: 'libsql', name: 'default#transaction', source: 'https://github.com/tursodatabase/libsql-js/blob/main/docs/api.md' },
  { module: 'libsql', name: 'Database#transaction', source: 'https://github.com/tursodatabase/libsql-js/blob/main/docs/api.md' },
  { module: 'bun:sqlite', name: 'Database#transaction', source: 'https://bun.com/docs/api/sqlite#transactions' },
  { module: 'drizzle-orm/better-sqlite3', name: 'drizzle().transaction', source: drizzle },
  { module: 'drizzle-orm/better-sqlite3', name: 'drizzle#transaction', source: drizzle },
  { module: 'drizzle-orm/better-sqlite3', name: 'BetterSQLite3Database#transaction', source: drizzle },
  { module: 'drizzle-orm/bun-sqlite', name: 'drizzle#transaction', source: drizzle },
]
