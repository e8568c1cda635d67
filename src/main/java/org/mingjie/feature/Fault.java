package org.mingjie.feature;

/** What is wrong with a parameter and how to mend it, for people. */
record Fault(String parameter, String detail) {}
