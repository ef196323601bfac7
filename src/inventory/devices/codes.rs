//! Codes of lists of devices.

use crate::diag::pages;

pages! {
    DEVICE_NAMELESS Error "inventory/device-nameless"
        "a row names no device"
        "eine Zeile nennt kein Gerät"
        "A device is known by its MAC address, its label (inventory number) or its serial number. The row has none of them, so nothing could ever be \
         matched with it. It was not used. Fill in one of them or remove the row."
        "Ein Gerät ist an MAC-Adresse, Etikett (Inventarnummer) oder Seriennummer zu erkennen. Die Zeile hat keines davon, also könnte ihr \
         nie etwas zugeordnet werden. Sie wurde nicht verwendet. Eine der Angaben ergänzen oder die Zeile entfernen.";
    DEVICE_TWICE Warning "inventory/device-twice"
        "a device stands twice in a list"
        "ein Gerät steht zweimal in einer Liste"
        "Two rows agree in label, serial number and MAC address, as far as they name them. They are one device; the first row was used. Remove the second."
        "Zwei Zeilen stimmen in Etikett, Seriennummer und MAC-Adresse überein, soweit sie sie nennen. Es ist ein Gerät; verwendet wurde die \
         erste Zeile. Die zweite entfernen.";
    LABEL_TWICE Error "inventory/device-label-twice"
        "two devices have the same label"
        "zwei Geräte haben dasselbe Etikett"
        "A label (inventory number) is stuck on one device only. Serial number or MAC address of the two rows differ, so one label was \
         mistyped or printed twice. Both devices were kept. Look at the devices and correct the list."
        "Ein Etikett (Inventarnummer) klebt nur auf einem Gerät. Seriennummer oder MAC-Adresse der beiden Zeilen unterscheiden sich, also \
         wurde ein Etikett falsch abgeschrieben oder zweimal gedruckt. Beide Geräte wurden übernommen. Die Geräte ansehen und die Liste \
         berichtigen.";
    SERIAL_TWICE Error "inventory/device-serial-twice"
        "two devices have the same serial number"
        "zwei Geräte haben dieselbe Seriennummer"
        "A manufacturer gives each serial number once. The rows differ in label or MAC address, so one of them was mistyped, often by copying \
         the row above. Both devices were kept. Look at the devices and correct the list."
        "Ein Hersteller vergibt jede Seriennummer einmal. Die Zeilen unterscheiden sich in Etikett oder MAC-Adresse, also ist eine falsch \
         abgeschrieben, oft aus der Zeile darüber kopiert. Beide Geräte wurden übernommen. Die Geräte ansehen und die Liste berichtigen.";
    MAC_TWICE Error "inventory/device-mac-twice"
        "two devices have the same MAC address"
        "zwei Geräte haben dieselbe MAC-Adresse"
        "A network interface has an address of its own. A docking station or USB adapter that was plugged into one notebook after the other is the \
         usual reason, then a typing error. Both devices were kept. Read the address of the built-in interface."
        "Jede Netzwerkkarte hat ihre eigene Adresse. Meist steckte eine Dockingstation oder ein USB-Adapter nacheinander an mehreren \
         Notebooks, sonst ist es ein Schreibfehler. Beide Geräte wurden übernommen. Die Adresse der eingebauten Karte ablesen.";
    MAC_LOCAL Warning "inventory/mac-local"
        "a MAC address is not a manufacturer's"
        "eine MAC-Adresse stammt nicht vom Hersteller"
        "Addresses with bit 2 of the first byte set (`02`, `06`, `0a`, … as in `x2:`, `x6:`, `xa:`, `xe:`) are given by software: virtual machines, or the \
         random addresses of wireless interfaces, which change. Provisioning by such an address fails one day. `00:00:00:00:00:00` is a placeholder, \
         an odd first byte a group address; these were left out. Read the address of the wired interface. Source: IEEE 802, clause 8."
        "Adressen, in deren erstem Byte Bit 2 gesetzt ist (`x2:`, `x6:`, `xa:`, `xe:`), vergibt Software: virtuelle Maschinen oder die \
         Zufallsadressen von WLAN-Karten, die wechseln. Eine Provisionierung danach geht eines Tages fehl. `00:00:00:00:00:00` ist ein \
         Platzhalter, ein ungerades erstes Byte eine Gruppenadresse; diese wurden ausgelassen. Die Adresse der Kabelschnittstelle ablesen. \
         Quelle: IEEE 802, Abschnitt 8.";
    LABEL_ODD Warning "inventory/device-label-odd"
        "a label is not built like the others"
        "ein Etikett ist anders gebaut als die übrigen"
        "Nearly all labels of the list have one form, such as two letters, a hyphen and five digits; this one has another. Usual reasons are `O` for `0`, `l` for `1`, and a digit too few. It was kept as written. Look at the device and correct the list, or the scanner at the desk will not find it."
        "Fast alle Etiketten der Liste haben eine Form, etwa zwei Buchstaben, Bindestrich und fünf Ziffern; dieses hat eine andere. Meist steht `O` statt `0` oder `l` statt `1`, oder eine Ziffer fehlt. Es wurde übernommen, wie es dasteht. Am Gerät nachsehen und die Liste berichtigen, sonst findet der Scanner es nicht.";
    LABEL_MISSING Warning "inventory/device-label-missing"
        "a device has no label in a list that has labels"
        "ein Gerät hat kein Etikett in einer Liste mit Etiketten"
        "Most devices of the list have a label (inventory number), these have none. They were kept under their MAC address or serial number. At the desk for staging they are found by those only. Fill in the label."
        "Die meisten Geräte der Liste haben ein Etikett (Inventarnummer), diese keines. Sie wurden unter ihrer MAC-Adresse oder Seriennummer übernommen; am Arbeitsplatz für die Vorbereitung sind sie nur daran zu finden. Das Etikett ergänzen.";
    DATE_UNCLEAR Warning "inventory/device-date-unclear"
        "a day of delivery is no date"
        "ein Liefertag ist kein Datum"
        "Expected is `16.03.2020` or `2020-03-16`. Something like `KW 12` was kept as written and cannot be counted. Write the day."
        "Erwartet ist `16.03.2020` oder `2020-03-16`. Etwas wie `KW 12` wurde übernommen, wie es dasteht, und lässt sich nicht zählen. Den Tag \
         schreiben.";
}
