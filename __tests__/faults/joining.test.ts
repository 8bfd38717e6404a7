import { testFaults } from './table.ts';

testFaults('joining');
