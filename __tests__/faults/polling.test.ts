import { testFaults } from './table.ts';

testFaults('polling');
