package org.mingjie.exchange;

import org.springframework.stereotype.Component;

/** Brings in named places of any class with their geometry. */
@Component
class PlaceImport {

  ImportResult take(FileImport step) {
    throw new FileRefused(step.name(), "暂不支持", "");
  }
}
