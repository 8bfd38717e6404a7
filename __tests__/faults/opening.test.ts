import { testFaults } from './table.ts';

testFaults('opening');
