package org.mingjie;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Mingjie 名界: the place-name and boundary information system, as server and as command line. */
@SpringBootApplication
public class Mingjie {

  public static void main(String[] arguments) {
    SpringApplication.run(Mingjie.class, arguments);
  }
}
