package org.mingjie;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {

  @Test
  void modulesUseOnlyWhatTheyDeclare() {
    ApplicationModules.of(Mingjie.class).verify();
  }
}
