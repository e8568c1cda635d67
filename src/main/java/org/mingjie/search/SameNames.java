package org.mingjie.search;

import java.util.List;

/**
 * Places whose name a new name would be taken for.
 *
 * @param sameName written the same
 * @param sameSound written otherwise, read the same in some plausible way
 */
public record SameNames(List<SearchHit> sameName, List<SearchHit> sameSound) {}
