package org.mingjie.launch.district;

/**
 * A name a place once had, from a document made up like everything here.
 *
 * @param from first year
 * @param to   last year
 */
public record FormerName(String name, String spelling, int from, int to, String reason, String document) {}
