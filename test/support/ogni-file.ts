// Files of tests share a process and what it has loaded, never a database.
import { afterAll } from 'vitest'
import { lasciaLaBase } from './database.ts'

afterAll(lasciaLaBase)
