package org.mingjie;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mingjie.launch.CommandLine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Mingjie 名界: the place-name and boundary information system, as server and as command line. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class Mingjie {

  /**
   * Without arguments, or with {@code run}: the server. Else the named command, without the web server; its exit
   * code is the process's.
   */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(Mingjie.class);
    application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    if (arguments.length == 0 || arguments[0].equals("run")) {
      CommandLine.guard(() -> application.run());
      return;
    }
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setRegisterShutdownHook(false);   // the command line closes the context, also when interrupted
    application.setDefaultProperties(Map.of("mingjie.command", "true", "logging.level.root", "off"));
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    CommandLine.guard(() -> {
      var context = application.run();
      System.exit(CommandLine.run(context, arguments[0], rest));
    });
  }
}
