package org.mingjie.feature;

import java.util.List;

/**
 * A property of the features of a collection.
 *
 * @param type JSON type: string, integer or array (of strings)
 * @param values all values it can take; empty if they are not a closed list
 * @param queryable features can be selected by its value
 */
record Property(String name, String type, String title, String description, List<String> values, boolean queryable) {

  static Property of(String name, String type, String title, String description) {
    return new Property(name, type, title, description, List.of(), false);
  }

  Property asQueryable(String... all) {
    return new Property(name, type, title, description, List.of(all), true);
  }
}
