package org.mingjie.launch;

import java.util.HexFormat;
import org.mingjie.access.KeyFolder;
import org.springframework.stereotype.Component;

/** Keys in files of mode 0600 in the secret folder. */
@Component
class HomeKeys implements KeyFolder {

  private final DatabaseSettings settings;

  HomeKeys(DatabaseSettings settings) {
    this.settings = settings;
  }

  @Override
  public byte[] key(String name) {
    return HexFormat.of().parseHex(Home.open(settings.home()).secret(name));
  }
}
