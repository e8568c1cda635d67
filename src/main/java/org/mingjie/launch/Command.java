package org.mingjie.launch;

import java.util.List;

/** A command of the command line that runs inside the application without its web server. */
interface Command {

  String name();

  /**
   * @param interruption to be looked at by long work
   * @return exit code: 0 done, 1 done in part, 2 refused
   */
  int run(List<String> arguments, Interruption interruption);
}
