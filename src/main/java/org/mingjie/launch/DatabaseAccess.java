package org.mingjie.launch;

import org.jspecify.annotations.Nullable;

/**
 * How to reach the database in its three roles.
 *
 * @param url JDBC URL without credentials
 * @param owner runs the migrations and owns every object
 * @param app ordinary commands: data only, no update or delete of audit and history
 * @param read tiles, features and search: read-only, bounded in time
 */
record DatabaseAccess(String url, Login owner, Login app, Login read) {

  static final String SCHEMA = "app";

  /**
   * @param user whose password signs in
   * @param role what the session becomes after sign-in; null where the user is the role
   */
  record Login(String user, String password, @Nullable String role) {

    /** Session settings as start-up options, which RESET returns to. */
    String options(String settings) {
      return role == null ? settings : ("-c role=" + role + " " + settings).strip();
    }
  }
}
